import type { RecordedSource, RecordingEndReason } from '@ottogi/client';

const sources: Record<RecordedSource, string> = {
  microphone: 'Voice',
  camera: 'Camera',
  screen: 'Screen',
  screenAudio: 'Sound of the screen',
  mix: 'Everybody, picture and sound',
};

/** Nothing is said of one that was stopped on purpose. */
const endReasons: Record<Exclude<RecordingEndReason, 'stopped'>, string> = {
  deserted: 'Ended when everybody had left',
  tooLong: 'Ended because it was as long as it may be',
  storageFull: 'Ended because the disk was nearly full',
  mixerLost: 'Ended because the server could not mix any more',
  serverClosing: 'Ended because the server was restarted',
  serverLost: 'Ended because the server broke down',
};

export const recording = {
  live: { sources: 'Recording', mix: 'Recording one video' },
  isRecorded: 'Being recorded',
  recordedBy: (name: string) => `${name} is recording this room`,
  somebody: 'Somebody',
  doorLead: 'Whatever you say and show in there is kept.',
  began: (name: string) => `${name} is recording from now on`,
  beganHelp: 'Whatever is said and shown here is kept.',
  goesOn: 'This room is being recorded',
  ended: 'Recording is over',
  kind: 'How to record',
  kinds: { sources: 'Separate files', mix: 'One video' },
  kindHelp: {
    sources:
      'Each voice, camera and screen in a file of its own, as it came: good for cutting later. One command on the server makes one file of them.',
    mix: 'Everybody in one picture and one sound: good for watching and passing on at once. The server needs a few seconds to begin.',
  },
  start: 'Record the room',
  startMix: 'Record as one video',
  starting: 'Starting…',
  starts: 'The recording is about to begin',
  startsHelp: 'The server needs a few seconds.',
  stop: 'Stop recording',
  stopNow: 'Stop',
  show: 'Recordings…',
  title: (room: string) => `Recordings of ${room}`,
  lead: 'Only those who moderate this room can download and delete them.',
  none: 'Nothing has been recorded here yet.',
  nobodyHere: 'Somebody has to be in the room.',
  by: (name: string) => `by ${name}`,
  goingOn: 'Going on now',
  whole: 'Everything in one file',
  sources,
  files: (count: number) => (count === 1 ? '1 file' : `${count} files`),
  noFiles: 'Nobody said or showed anything.',
  download: 'Download',
  writing: 'Being written',
  delete: 'Delete',
  deleteThat: (date: string) => `Delete the recording of ${date}`,
  deleteTitle: 'Delete this recording?',
  deleteText: (date: string) =>
    `The recording of ${date} and all its files are gone. This cannot be undone.`,
  deleteAction: 'Delete for good',
  again: 'Try again',
  endReasons,
};
