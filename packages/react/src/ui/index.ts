/** The parts that every page is made of. */
export { Avatar, firstNameOf, initialsOf } from "./avatar.tsx";
export { Badge, type Tone, toneClasses } from "./badge.tsx";
export { useShownBusy } from "./busy.ts";
export {
  Button,
  type ButtonProps,
  type ButtonSize,
  type ButtonVariant,
  buttonClasses,
  IconButton,
  type IconButtonProps,
  TextButton,
  textLinkClasses,
} from "./button.tsx";
export { Checkbox, Radio, Switch } from "./choice.tsx";
export { classNames } from "./class-names.ts";
export { Dialog, type DialogProps } from "./dialog.tsx";
export { EmptyState } from "./empty-state.tsx";
export { ErrorBoundary } from "./error-boundary.tsx";
export { ErrorState, reasonOf, referenceOf } from "./error-state.tsx";
export { Fact, Facts } from "./facts.tsx";
export { Select, type SelectProps, TextArea, type TextAreaProps, TextField, type TextFieldProps } from "./field.tsx";
export { Figure, Figures, FiguresSkeleton } from "./figures.tsx";
export { Kbd } from "./kbd.tsx";
export { LiveRing, type RingState } from "./live-ring.tsx";
export { Mark, MarkDot } from "./mark.tsx";
export { Menu, MenuHeading, MenuItem, MenuSeparator } from "./menu.tsx";
export { notify } from "./notify.ts";
export { PageHeader } from "./page-header.tsx";
export { Popover } from "./popover.tsx";
export { SearchField } from "./search-field.tsx";
export { SecretField } from "./secret-field.tsx";
export { SegmentedControl } from "./segmented-control.tsx";
export { ShowMore } from "./show-more.tsx";
export { Loading, LoadingLines, LoadingRows, Skeleton } from "./skeleton.tsx";
export { Spinner } from "./spinner.tsx";
export { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "./table.tsx";
export { Tabs } from "./tabs.tsx";
export { Toaster } from "./toaster.tsx";
export { Tooltip } from "./tooltip.tsx";
export { Trouble } from "./trouble.tsx";
export { VisuallyHidden } from "./visually-hidden.tsx";
