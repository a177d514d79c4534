import { call } from './call.ts';
import { chat } from './chat.ts';
import { check } from './check.ts';
import { codes } from './codes.ts';
import { common } from './common.ts';
import { downlink } from './downlink.ts';
import { encryption } from './encryption.ts';
import { errors, shortfalls } from './errors.ts';
import { files } from './files.ts';
import { recording } from './recording.ts';
import { rooms } from './rooms.ts';
import { settings } from './settings.ts';
import { shortcuts } from './shortcuts.ts';
import { topology } from './topology.ts';

/** The words used everywhere stand at the top, the others under the part of the page they are of. */
export const en = {
  ...common,
  rooms,
  chat,
  call,
  check,
  codes,
  downlink,
  files,
  recording,
  encryption,
  settings,
  shortcuts,
  topology,
  errors,
  shortfalls,
};

export type Texts = typeof en;
