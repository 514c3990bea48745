/** The TTLs of answers that no record gives one. */
export interface AnswerTtls {
  /** For records that have none of their own. */
  readonly defaultTtlSeconds: number;
  /** How long others may remember that something is not there (RFC 2308). */
  readonly negativeTtlSeconds: number;
}
