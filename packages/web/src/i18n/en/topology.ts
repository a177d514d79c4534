export const topology = {
  title: 'How you are connected',
  now: {
    mesh: 'Connected directly',
    sfu: 'Over the server',
    mcu: 'Mixed by the server',
  },
  about: {
    mesh: 'Sound and pictures go straight from one of you to the other.',
    sfu: 'You send once, and the server passes it on to everybody.',
    mcu: 'The server makes one picture and one sound of all: little to receive, however many you are.',
  },
  encryption: {
    mesh: 'Encrypted on the way. The server brings you together and sees nothing of it.',
    sfu: 'Encrypted on the way to the server and from it. The server itself could see and hear it.',
    mcu: 'Encrypted on the way to the server and from it. The server itself sees and hears it.',
  },
  noDirectWay:
    'A direct way was asked for. None was found, or somebody receives the mix. It is tried again from time to time.',
  noMix: 'There is no mix to be had here now, so each of you comes by themselves.',
  rule: 'Connection',
  rules: {
    auto: 'By itself',
    mesh: 'Directly',
    sfu: 'Over the server',
    mcu: 'Mixed by the server',
  },
  ruleHints: {
    auto: 'Two are connected directly, more over the server.',
    mesh: 'For up to 8 people: each sends to each of the others.',
    sfu: 'For any number of people.',
    mcu: 'For weak devices and lines.',
  },
};
