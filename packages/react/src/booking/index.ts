export { BookingButton, type BookingButtonProps } from "./booking-button.tsx";
export { BookingStatus } from "./booking-status.tsx";
export { bookingPageOf, readWidgetConfig, type WidgetConfig } from "./widget-config.ts";
export { readWidgetMessage, type WidgetMessage } from "./widget-message.ts";
