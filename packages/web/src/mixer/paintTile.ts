/** One tile of a mix, in the colours of the dark page. */
import { initialOf } from '../model/avatar.ts';
import type { Placed } from '../model/call/scene.ts';
import type { Rect } from '../model/layout.ts';
import type { Tile } from '../model/tiles.ts';
import { contain, cover } from './composition.ts';
import { cutName, directionOf } from './names.ts';

export const GROUND = 'oklch(0.182 0.012 48)';
const SCREEN_GROUND = 'oklch(0.135 0.008 48)';
const SPEAKING = 'oklch(0.8 0.16 155)';
const SCRIM = 'oklch(0.16 0.012 48 / 0.68)';
const ON_SCRIM = 'oklch(0.985 0.006 80)';
const MUTED = 'oklch(0.8 0.12 25)';
const HAND = 'oklch(0.88 0.13 88)';

const RADIUS = 16;
const RING = 4;
const LABEL_HEIGHT = 34;
const LABEL_INSET = 10;
const MARK = 18;
const FONT = '600 18px system-ui, "Noto Sans CJK KR", sans-serif';

type Context = CanvasRenderingContext2D;

/** @param video What shows their picture; null for a letter on a colour. */
export function paintTile(
  context: Context,
  { tile, rect }: Placed,
  video: HTMLVideoElement | null,
  speaking: boolean,
): void {
  context.save();
  context.globalAlpha = tile.reconnecting ? 0.5 : 1;
  context.save();
  outline(context, rect);
  context.clip();
  context.fillStyle = tile.source === 'screen' ? SCREEN_GROUND : `oklch(0.285 0.032 ${tile.hue})`;
  context.fillRect(rect.left, rect.top, rect.width, rect.height);
  if (video && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
    paintPicture(context, tile, rect, video);
  } else if (tile.source === 'camera') {
    paintAvatar(context, tile, rect);
  }
  paintLabel(context, tile, rect);
  context.restore();
  if (speaking) paintRing(context, rect);
  context.restore();
}

/** A face may lose its sides, a screen nothing. */
function paintPicture(context: Context, tile: Tile, rect: Rect, video: HTMLVideoElement): void {
  const picture = { width: video.videoWidth, height: video.videoHeight };
  const { left, top, width, height } = rect;
  if (tile.source === 'camera' && picture.width >= picture.height) {
    const part = cover(picture, rect);
    context.drawImage(
      ...([video, part.left, part.top, part.width, part.height] as const),
      ...([left, top, width, height] as const),
    );
  } else {
    const place = contain(picture, rect);
    context.drawImage(video, left + place.left, top + place.top, place.width, place.height);
  }
}

function paintAvatar(context: Context, { name, hue }: Tile, rect: Rect): void {
  const radius = Math.min(rect.width, rect.height) * 0.22;
  const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2];
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = `oklch(0.79 0.1 ${hue})`;
  context.fill();
  context.fillStyle = `oklch(0.27 0.06 ${hue})`;
  context.font = `640 ${radius * 0.9}px system-ui, "Noto Sans CJK KR", sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(initialOf(name), x, y);
}

/** The name, and before it what one should know: a hand that is up, a microphone that is off. */
function paintLabel(context: Context, tile: Tile, rect: Rect): void {
  const marks = [
    ...(tile.handRaisedAt === null ? [] : [paintHand]),
    ...(tile.muted && tile.source === 'camera' ? [paintMicrophoneOff] : []),
  ];
  const before = marks.length * (MARK + 6);
  context.font = FONT;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.direction = directionOf(tile.name);
  const room = rect.width - 2 * LABEL_INSET - LABEL_HEIGHT - before;
  const name = cutName(tile.name, (text) => context.measureText(text).width <= room);
  const width = context.measureText(name).width + before + LABEL_HEIGHT;
  const left = rect.left + LABEL_INSET;
  const top = rect.top + rect.height - LABEL_INSET - LABEL_HEIGHT;
  context.fillStyle = SCRIM;
  context.beginPath();
  context.roundRect(left, top, width, LABEL_HEIGHT, LABEL_HEIGHT / 2);
  context.fill();
  const middle = top + LABEL_HEIGHT / 2;
  let x = left + LABEL_HEIGHT / 2;
  for (const paintMark of marks) {
    paintMark(context, x, middle);
    x += MARK + 6;
  }
  context.fillStyle = ON_SCRIM;
  context.fillText(name, x, middle + 1);
}

function paintMicrophoneOff(context: Context, left: number, middle: number): void {
  const [x, y] = [left + MARK / 2, middle - MARK / 2];
  context.strokeStyle = MUTED;
  context.lineWidth = 2;
  context.lineCap = 'round';
  context.beginPath();
  context.roundRect(x - 3, y + 1, 6, 10, 3);
  context.moveTo(x - 6, y + 8);
  context.arc(x, y + 8, 6, Math.PI, 0, true);
  context.moveTo(x, y + 14);
  context.lineTo(x, y + 17);
  context.moveTo(left + 1, y + 1);
  context.lineTo(left + MARK - 1, y + 17);
  context.stroke();
}

/** A palm, and what is up above it. */
function paintHand(context: Context, left: number, middle: number): void {
  const [x, y] = [left + MARK / 2, middle - MARK / 2];
  context.strokeStyle = HAND;
  context.fillStyle = HAND;
  context.lineWidth = 2.5;
  context.lineCap = 'round';
  context.beginPath();
  for (const finger of [-4, -1, 2, 5]) {
    context.moveTo(x + finger, y + 10);
    context.lineTo(x + finger, y + 2 + Math.abs(finger - 0.5) / 2);
  }
  context.moveTo(x - 5, y + 12);
  context.lineTo(x - 8, y + 9);
  context.stroke();
  context.beginPath();
  context.roundRect(x - 5, y + 9, 11, 8, 4);
  context.fill();
}

function paintRing(context: Context, rect: Rect): void {
  context.strokeStyle = SPEAKING;
  context.lineWidth = RING;
  outline(context, rect);
  context.stroke();
}

function outline(context: Context, { left, top, width, height }: Rect): void {
  context.beginPath();
  context.roundRect(left, top, width, height, RADIUS);
}
