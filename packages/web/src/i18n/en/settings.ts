export const settings = {
  title: 'Settings',
  tabs: {
    voice: 'Voice',
    video: 'Video',
    screen: 'Screen sharing',
    notifications: 'Notifications',
    appearance: 'Appearance',
    shortcuts: 'Keyboard',
    network: 'Network',
    about: 'About',
  },

  microphone: 'Microphone',
  camera: 'Camera',
  speaker: 'Speaker',
  defaultDevice: 'Default of the system',
  numbered: (kind: string, number: number) => `${kind} ${number}`,
  unplugged: 'Chosen, but not plugged in',
  inputLevel: 'Level of the microphone',
  testMicrophone: 'Test the microphone',
  stopTest: 'Stop the test',
  testSpeaker: 'Test the speaker',
  playingTest: 'Playing…',
  speakerFailed: 'No sound comes out. Is the speaker plugged in and turned up?',

  mode: 'When others hear you',
  modes: {
    open: { name: 'Always', short: 'On', hint: 'The microphone is open until you mute it.' },
    pushToTalk: {
      name: 'Push to talk',
      short: 'PTT',
      hint: 'You are heard while you hold a key down.',
    },
    threshold: {
      name: 'When I speak',
      short: 'VOX',
      hint: 'You are heard while you are louder than the threshold.',
    },
  },
  talkKey: 'Key to hold',
  changeKey: 'Change key',
  pressKey: 'Press a key…',
  release: 'Stay open afterwards',
  threshold: 'Threshold',
  processing: 'How you sound',
  noise: 'Noise suppression',
  noises: {
    off: { name: 'Off', hint: 'For music, and for a good microphone in a quiet room.' },
    browser: { name: 'Standard', hint: 'The browser takes away steady noise.' },
    rnnoise: {
      name: 'Strong',
      hint: 'Takes away keyboards and fans too, on this device. Costs some computing power.',
    },
  },
  echo: 'Echo cancellation',
  echoHint: 'Keeps the others from hearing themselves out of your speaker.',
  autoGain: 'Automatic volume',
  autoGainHint: 'Makes you as loud as everybody else.',
  inputVolume: 'Volume of the microphone',
  masterVolume: 'Volume of everybody',

  preview: 'Preview',
  startPreview: 'Look at the picture',
  stopPreview: 'Stop',
  cameraIsOff: 'The camera is off',
  quality: 'Picture quality',
  blur: 'Blur the background',
  blurs: { off: 'Off', light: 'A little', strong: 'A lot' },
  mirror: 'See yourself mirrored',
  mirrorHint: 'The others never see you mirrored.',

  screenContent: 'What you share',
  screenText: 'Text (sharp)',
  screenMotion: 'Motion (smooth)',
  screenContentHint: 'Slides and code want sharp letters; films and games want smooth motion.',
  screenSound: 'Share the sound too',
  screenSoundHint: 'Where the browser offers it: mostly for tabs, on some systems for all sound.',

  sounds: 'Sounds',
  soundsHint: 'When somebody comes, goes, writes, or raises a hand.',
  notifications: 'Notifications of messages',
  notificationsHint: 'While this page is out of sight.',
  notificationsMissing: 'This browser has no notifications.',
  notificationsRefused:
    'The browser does not allow it. Click the icon beside the address and allow notifications.',

  theme: 'Colours',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  layout: 'How calls begin',
  layouts: { grid: 'Everybody alike', spotlight: 'Who speaks, large' },

  network: 'Network',
  networkLead:
    'Tries the ways that sound and picture can take between this browser and the server.',
  checkingNetwork: 'Looking at the network…',
  checkAgain: 'Check again',
  verdicts: {
    good: { title: 'The network is fine', help: 'Calls take the direct way.' },
    slow: {
      title: 'The network works, but the way is long',
      help: 'Answers arrive late. A cable instead of Wi-Fi helps, and switching off a VPN.',
    },
    tcpOnly: {
      title: 'UDP is blocked, calls go by TCP',
      help: 'They work, but stutter when packets are lost. Allow UDP in the firewall, or try another network.',
    },
    turnOnly: {
      title: 'Only the detour by the relay is free',
      help: 'Calls work, with more delay. Allow UDP to the server’s media ports in the firewall.',
    },
    blocked: {
      title: 'No way is free: calls will not work here',
      help: 'A firewall blocks sound and picture. Try another network or switch off a VPN; the host can open the media ports or set up a TURN server.',
    },
  },
  ways: { ok: 'works', blocked: 'blocked', unknown: 'not tried', notConfigured: 'not set up' },

  permissionHelp: {
    chromium:
      'Click the icon at the left of the address, switch the device on, and reload the page if the browser asks.',
    firefox:
      'Click the crossed-out device at the left of the address, remove the block with the ×, and try again.',
    safari:
      'Choose Safari › Settings for This Website in the menu, and allow camera and microphone.',
    ios: 'Open the page menu beside the address, choose Website Settings, and allow camera and microphone.',
    other: 'Allow camera and microphone for this page in the settings of the browser.',
  },
  withoutDevices: 'You can also join without; the others are seen and heard all the same.',

  about: 'A home of your own for a group: rooms with voice, video, screens and chat.',
  version: (version: string) => `Version ${version}`,
};
