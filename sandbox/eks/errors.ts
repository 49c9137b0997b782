/** HTTP status by exception, as in AWS's model of the API. */
const STATUS = {
  BadRequestException: 400,
  ClientException: 400,
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  InvalidStateException: 400,
  NotFoundException: 404,
  ResourceInUseException: 409,
  ResourceNotFoundException: 404,
  ServerException: 500,
  UnknownOperationException: 404,
} as const;

export type ExceptionName = keyof typeof STATUS;

/** What an exception says it is about; the provider prints these. */
export interface ExceptionSubject {
  readonly clusterName?: string;
  readonly nodegroupName?: string;
  readonly addonName?: string;
}

/** A request that EKS rejects. */
export class EksError extends Error {
  override readonly name = "EksError";

  constructor(
    readonly exception: ExceptionName,
    message: string,
    readonly subject: ExceptionSubject = {},
  ) {
    super(message);
  }

  get status(): number {
    return STATUS[this.exception];
  }
}

export function invalidParameter(message: string, subject?: ExceptionSubject): EksError {
  return new EksError("InvalidParameterException", message, subject);
}

export function invalidRequest(message: string, subject?: ExceptionSubject): EksError {
  return new EksError("InvalidRequestException", message, subject);
}

export function inUse(message: string, subject?: ExceptionSubject): EksError {
  return new EksError("ResourceInUseException", message, subject);
}

export function notFound(message: string, subject?: ExceptionSubject): EksError {
  return new EksError("ResourceNotFoundException", message, subject);
}
