import type { Command, ShortcutGroup } from '../../model/shortcuts.ts';

const commands: Record<Command, string> = {
  toggleMicrophone: 'Mute or unmute',
  pushToTalk: 'Hold to talk',
  toggleDeafened: 'Hear nobody, or everybody again',
  toggleCamera: 'Camera on or off',
  toggleScreen: 'Share a screen, or stop',
  toggleHand: 'Raise or lower your hand',
  leave: 'Leave the call',
  toggleLayout: 'Tiles alike, or one large',
  toggleFullScreen: 'Full screen',
  toggleStatistics: 'Statistics of the connection',
  toggleChat: 'Show or hide the chat',
  toggleSidebar: 'Show or hide rooms and people',
  openSwitcher: 'Go to a room',
  previousRoom: 'To the room above',
  nextRoom: 'To the room below',
  openSettings: 'Settings',
  openHelp: 'This help',
};

const groups: Record<ShortcutGroup['group'], string> = {
  talk: 'Talking',
  look: 'Looking',
  move: 'Getting around',
};

export const shortcuts = {
  title: 'Keyboard',
  lead: 'Single keys do something while you are not typing.',
  off: 'Single keys are switched off.',
  singleKeys: 'Single keys',
  or: 'or',
  space: 'Space',
  groups,
  commands,
};
