/** Encryption from end to end. */
export const encryption = {
  title: 'End-to-end encrypted',
  lead: 'Sound, pictures and shared screens are encrypted in your browser, with keys that the server never has.',
  switchHint:
    'Only who has the link can see and hear what goes on. Everybody is connected over the server, which can neither record nor mix it. It cannot be changed later.',
  passphrase: 'Passphrase instead of a key in the link',
  passphraseHint:
    'Leave it empty, and the link that you copy carries a random key, which is safer. Everybody has to type a passphrase.',
  passphraseWeak: (length: number) =>
    `At least ${length} characters: several words that do not belong together.`,

  key: 'Passphrase or link',
  keyHint: 'What you were given: a passphrase, or the whole link with what stands behind the #.',
  keyNeeded: 'Please type the passphrase, or paste the link.',
  keyTitle: (room: string) => `${room} is end-to-end encrypted`,
  keyLead:
    'Whoever invited you has the key, in a link or as a passphrase. It stays in this browser, and is never sent to the server.',
  enterUnencrypted: 'Enter without encryption',
  enterOverServer: 'Enter over the server',

  otherKey: 'has another key',
  otherKeyTitle: 'Somebody has another key',
  otherKeyHelp:
    'You neither see nor hear each other. If it is you who came by another link or mistyped the passphrase, enter the right one here.',
  parted: 'somebody has another key',

  compare: 'Compare the code…',
  codeTitle: 'Code of this call',
  codeHelp:
    'Read it to each other. If it is the same for everybody, nobody stands in between, not even the server. It is another one whenever somebody comes or goes.',
  people: 'With whom keys are exchanged',
  alone: 'Nobody else is here yet.',
  trust: {
    shared: 'has the same key',
    waiting: 'keys are being exchanged…',
    otherKey: 'has another key',
  },

  hiddenTitle: 'What nobody else can see or hear',
  hidden: [
    'What you say, and what your camera and your screen show.',
    'Whoever leaves understands nothing of what follows; whoever comes, nothing of what was before.',
  ],
  seenTitle: 'What the server still knows',
  seen: [
    'Who is here, when, and under which name; who speaks, how loudly, and how much is sent.',
    'Everything that is written in the chat, with its files.',
    'It serves this page. Whoever does not trust the host has to trust that the page is the one it claims to be.',
  ],
};
