export { capabilities } from './capabilities.ts';
export type { GoogleCredentials } from './credentials.ts';
export { createGoogleProvider } from './google-provider.ts';
export { parseGoogleSettings, type GoogleOptions, type GoogleSettings } from './options.ts';
