/**
 * A server could not be asked, or did not answer. `connect`: nothing was sent to it; `answer`: it may have acted on the request.
 */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly stage: 'connect' | 'answer';

  constructor(stage: 'connect' | 'answer', message: string, options?: ErrorOptions) {
    super(message, options);
    this.stage = stage;
  }
}
