const brand = Symbol.for('@org/dns-go-template/TemplateError');

/**
 * Why a template could not be parsed or executed. The message names the template with line and column, the expression and
 * what failed, in the form of Go's text/template: `template: name:1:2: executing "name" at <.Foo>: can't evaluate …`.
 */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, brand, { value: true });
  }

  /** Knows errors from a second copy of this package too. */
  static is(error: unknown): error is TemplateError {
    return typeof error === 'object' && error !== null && brand in error;
  }
}
