/** Cameras for pictures of the product: somebody in front of a wall, drawn in soft colours. */
import { type FakeCamera, writeVideo } from '../support/fakeDevices.ts';

const WIDTH = 1280;
const HEIGHT = 720;

type Colour = readonly [red: number, green: number, blue: number];

/** What somebody looks like from afar. */
export interface Portrait {
  wall: Colour;
  skin: Colour;
  hair: Colour;
  clothes: Colour;
  /** How far the hair falls, in heights of the head. */
  hairLength: number;
}

export const PORTRAITS = {
  ben: {
    wall: [92, 122, 138],
    skin: [226, 178, 146],
    hair: [64, 42, 32],
    clothes: [188, 84, 64],
    hairLength: 0,
  },
  chiara: {
    wall: [196, 164, 128],
    skin: [240, 200, 172],
    hair: [36, 30, 40],
    clothes: [64, 92, 140],
    hairLength: 1.1,
  },
  dev: {
    wall: [112, 134, 104],
    skin: [170, 120, 88],
    hair: [24, 20, 20],
    clothes: [232, 190, 92],
    hairLength: 0.35,
  },
  ada: {
    wall: [150, 120, 156],
    skin: [244, 210, 186],
    hair: [126, 70, 40],
    clothes: [48, 116, 108],
    hairLength: 0.7,
  },
} as const satisfies Record<string, Portrait>;

export function portraitCamera(portrait: Portrait): FakeCamera {
  // Whoever sits there breathes: without any change an encoder would send next to nothing.
  const draw = (progress: number) => frame(portrait, 3 * Math.sin(2 * Math.PI * progress));
  return (path) => writeVideo(path, { width: WIDTH, height: HEIGHT }, draw);
}

function frame(portrait: Portrait, lift: number): Buffer[] {
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  const [cb, cr] = [Buffer.alloc(luma.length / 4), Buffer.alloc(luma.length / 4)];
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [red, green, blue] = colourAt(portrait, x, y + lift);
      luma[y * WIDTH + x] = 0.299 * red + 0.587 * green + 0.114 * blue;
      if (x % 2 === 1 || y % 2 === 1) continue;
      const at = (y / 2) * (WIDTH / 2) + x / 2;
      cb[at] = 128 - 0.169 * red - 0.331 * green + 0.5 * blue;
      cr[at] = 128 + 0.5 * red - 0.419 * green - 0.081 * blue;
    }
  }
  return [luma, cb, cr];
}

const MIDDLE = WIDTH / 2;
const HEAD = { x: MIDDLE, y: 300, width: 110, height: 145 };

/** From the front to the back: fringe, face, neck, clothes, hair, wall. */
function colourAt({ wall, skin, hair, clothes, hairLength }: Portrait, x: number, y: number) {
  const light = 1.12 - (0.3 * x) / WIDTH - (0.12 * y) / HEIGHT;
  const fringe = inEllipse(x, y, { ...HEAD, y: HEAD.y - 62, width: 122, height: 96 });
  const face = inEllipse(x, y, HEAD);
  if (fringe && y < HEAD.y - 62 + 0.00045 * (x - MIDDLE - 40) ** 2) return lit(hair, light);
  if (face) return lit(skin, light - 0.0009 * Math.max(0, x - MIDDLE));
  if (Math.abs(x - MIDDLE) < 44 && y > HEAD.y && y < 520) return lit(skin, light - 0.16);
  if (inEllipse(x, y, { x: MIDDLE, y: 740, width: 330, height: 270 })) return lit(clothes, light);
  const long = Math.abs(x - MIDDLE) < 132 && y > HEAD.y - 60 && y < HEAD.y + 20 + 200 * hairLength;
  if (hairLength > 0 && long) return lit(hair, light - 0.1);
  if (fringe) return lit(hair, light);
  return lit(wall, light);
}

function inEllipse(x: number, y: number, of: typeof HEAD): boolean {
  return ((x - of.x) / of.width) ** 2 + ((y - of.y) / of.height) ** 2 <= 1;
}

function lit(colour: Colour, light: number): Colour {
  const [red, green, blue] = colour.map((part) => Math.min(255, Math.max(0, part * light)));
  return [red!, green!, blue!];
}
