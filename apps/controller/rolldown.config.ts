import { appBundle } from '../../tools/app-bundle.ts';

export default appBundle('external-dns');
