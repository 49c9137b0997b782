/** What port 80 does with requests without TLS. */
export class PlainHttp {
  /** It redirects the client to HTTPS (301). */
  static readonly REDIRECT = new PlainHttp(false);

  /** It forwards them like port 443: with the same rules and weights. */
  static readonly FORWARD = new PlainHttp(true);

  private constructor(readonly isForwarded: boolean) {}
}
