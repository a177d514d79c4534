import type { dataRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import type { HandlersOf } from './Handler.ts';

export function dataHandlers(): HandlersOf<typeof dataRequests> {
  return {
    produceData: async (session, { mediaId, stream }, acknowledge) => {
      const { endpoint, formerEndpoint } = session.requirePeer();
      // While the call moves there are two, and the former one is still in use.
      const meant = [endpoint, formerEndpoint].find((each) => each?.mediaId === mediaId);
      if (!meant) throw new RequestError('notFound', `this peer has no media ${mediaId}`);
      acknowledge({ dataProducerId: await meant.produceData(stream) });
    },
  };
}
