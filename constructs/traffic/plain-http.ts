/** What port 80 does with requests that come without TLS. */
export class PlainHttp {
  /** It sends the client to HTTPS (301). */
  static readonly REDIRECT = new PlainHttp(false);

  /** It serves them just as port 443 does: by the same rules and the same weights. */
  static readonly FORWARD = new PlainHttp(true);

  private constructor(readonly isForwarded: boolean) {}
}
