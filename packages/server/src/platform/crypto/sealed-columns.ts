/** A column that holds sealed values: text in the table's row of that `id`, empty or null where there is no secret. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** What a value in the row of that id is bound to: it opens nowhere else. Stored values depend on it for good. */
  boundTo(id: string): string;
}

/** Every column with sealed values: what a change of keys has to reach. */
export const sealedColumns = {
  connectionTokens: sealedColumn("connections", "tokens_sealed"),
  attemptVerifier: sealedColumn("connect_attempts", "verifier_sealed"),
  attemptTokens: sealedColumn("connect_attempts", "tokens_sealed"),
  deliveryBody: {
    ...sealedColumn("webhook_deliveries", "body_sealed"),
    boundTo: (id: string) => `webhook_deliveries.body_sealed:${id}`,
  },
  endpointSecret: sealedColumn("outgoing_endpoints", "secret_sealed"),
  endpointPreviousSecret: sealedColumn("outgoing_endpoints", "previous_secret_sealed"),
} as const satisfies Readonly<Record<string, SealedColumn>>;

export const allSealedColumns: readonly SealedColumn[] = Object.values(sealedColumns);

function sealedColumn(table: string, column: string): SealedColumn {
  return { table, column, boundTo: (id) => `${table}/${id}/${column}` };
}
