import { ClientError, toClientError } from './errors.ts';

export interface Explaining {
  /** Whether the session is over, and nobody is to hear more than that. */
  isClosed(): boolean;
  /** The server's side is unknown from now on. */
  lost(error: ClientError): void;
}

/**
 * What a failure means to whoever asked a media session; one that leaves the server's side unknown
 * ends it all. @throws ClientError `superseded` once the session is closed
 */
export async function explained<T>(attempt: Promise<T>, session: Explaining): Promise<T> {
  try {
    return await attempt;
  } catch (thrown) {
    if (session.isClosed()) throw new ClientError('superseded', 'the session is closed');
    const error = toClientError(thrown, 'mediaRejected');
    if (error.code === 'timeout') session.lost(error);
    throw error;
  }
}
