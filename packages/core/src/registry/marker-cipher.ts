/** Encrypts the text of ownership records; AES-256-GCM over gzip where it has to agree with upstream. */
export interface MarkerCipher {
  /** The text to store, without quotes. `nonce` (base64) repeats a former result; absent: a fresh one. */
  seal(plain: string, nonce?: string): { readonly text: string; readonly nonce: string };
  /** What `seal` was given; `undefined` for any other text. */
  open(text: string): { readonly plain: string; readonly nonce: string } | undefined;
}
