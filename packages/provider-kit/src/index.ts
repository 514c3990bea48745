export {
  applyInBatches,
  type BatchCost,
  type BatchLimits,
  type SendGroups,
} from './batch/apply-in-batches.ts';
export { withHostDots, withoutHostDots } from './dns/host-dots.ts';
export {
  formatCaa,
  formatMx,
  formatNaptr,
  formatSrv,
  parseCaa,
  parseMx,
  parseNaptr,
  parseSrv,
  type CaaData,
  type MxData,
  type NaptrData,
  type SrvData,
} from './dns/record-data.ts';
export { parseTxtStrings, quoteTxt, unquoteTxt } from './dns/txt.ts';
export { createZoneFinder, type ZoneFinder } from './dns/zone-finder.ts';
export {
  createReloadingFile,
  type FileContent,
  type ReloadingFile,
} from './files/reloading-file.ts';
export { fileSecret, fixedSecret, type SecretSource } from './files/secret-source.ts';
export { backOffMs, type BackOff } from './flow/back-off.ts';
export { createConcurrencyLimit, type ConcurrencyLimit } from './flow/concurrency-limit.ts';
export { sleep } from './flow/sleep.ts';
export { createSystemClock } from './flow/system-clock.ts';
export {
  createTokenBucket,
  type TokenBucket,
  type TokenBucketOptions,
} from './flow/token-bucket.ts';
export { bufferReply } from './http/buffer-reply.ts';
export { discard } from './http/discard.ts';
export { reasonOfStatus, replyError, type ReplyErrorOptions } from './http/http-status.ts';
export type {
  HttpReply,
  HttpRequest,
  HttpStream,
  HttpTransport,
  Redact,
  ReplyHeaders,
  RequestHeaders,
} from './http/http-transport.ts';
export { jsonRequest, readJson, sendForJson, type DetailOf } from './http/json.ts';
export { proxyOptionsFrom, type ProxyOptions } from './http/proxy.ts';
export { rateLimited } from './http/rate-limited.ts';
export { retryAfterMs } from './http/retry-after.ts';
export { retrying, type RetryOptions } from './http/retrying.ts';
export { createTlsFiles, type TlsMaterial, type TlsOptions } from './http/tls-files.ts';
export {
  createHttpTransport,
  type HttpCall,
  type HttpTransportOptions,
} from './http/undici-transport.ts';
export { readJsonList } from './json/read-json-list.ts';
export {
  createOptionsReader,
  type OptionsForm,
  type OptionsReader,
} from './options/options-reader.ts';
export type { ProviderPackage, ProviderSetup } from './package/provider-package.ts';
export { readPages, type Page, type PagingOptions } from './paging/read-pages.ts';
export { compileRe2 } from './re2.ts';
