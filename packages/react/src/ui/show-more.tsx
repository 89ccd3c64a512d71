import { Button, type ButtonSize } from "./button.tsx";

/** The way to the next page of a list; nothing when it is all there. Give it the query itself. */
export function ShowMore(props: {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly size?: ButtonSize;
}) {
  const { pages, size = "medium" } = props;
  if (!pages.hasNextPage) return null;
  return (
    <div className="flex justify-center pt-6">
      <Button
        size={size}
        busy={pages.isFetchingNextPage}
        busyLabel="Loading"
        onClick={() => void pages.fetchNextPage()}
      >
        Show more
      </Button>
    </div>
  );
}
