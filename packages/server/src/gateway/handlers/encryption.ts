import type { encryptionRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function encryptionHandlers({
  rooms,
}: HandlerContext): HandlersOf<typeof encryptionRequests> {
  return {
    sendKeys: async (session, { messages }, acknowledge) => {
      const { peerId, room } = session.requirePeer();
      const { record, call } = rooms.get(room.roomId);
      if (!record.encrypted) throw new RequestError('notEncrypted', 'the room is not encrypted');
      session.limits.keyMessages.take(messages.length);
      call?.relayKeys(peerId, messages);
      acknowledge({});
    },
  };
}
