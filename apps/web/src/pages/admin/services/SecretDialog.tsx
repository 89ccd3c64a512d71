import { Button, Dialog, SecretField } from "@punctual/react";

/** A secret in the one place and time where it can be read. Closed by its button alone: a stray press must not lose it. */
export function SecretDialog(props: {
  readonly title: string;
  readonly label?: string;
  readonly secret: string;
  /** What becomes of it. */
  readonly warning: string;
  readonly done?: string;
  readonly onClose: () => void;
}) {
  const { title, label = "Secret", secret, warning, done = "I have copied it" } = props;
  return (
    <Dialog
      open
      dismissible={false}
      onOpenChange={() => undefined}
      title={title}
      actions={
        <Button variant="primary" onClick={props.onClose}>
          {done}
        </Button>
      }
    >
      <SecretField label={label} secret={secret} warning={warning} />
    </Dialog>
  );
}
