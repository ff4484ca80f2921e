/** Names of orders have slashes: they are part of one step of the address. */
export function batchPath(moId: string): string {
  return `/batch/${encodeURIComponent(moId)}`;
}

export function recordPath(historyId: string): string {
  return `/history/record/${encodeURIComponent(historyId)}`;
}
