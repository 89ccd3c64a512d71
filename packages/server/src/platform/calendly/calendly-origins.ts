/** Where the configured Calendly lives; everything that arrives is brought to these. */
export interface CalendlyOrigins {
  readonly apiUrl: string;
  readonly bookingUrl: string;
}
