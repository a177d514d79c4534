import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { GIF } from 'image-size/types/gif';
import { HEIF } from 'image-size/types/heif';
import type { IImage } from 'image-size/types/interface';
import { JPG } from 'image-size/types/jpg';
import { PNG } from 'image-size/types/png';
import { WEBP } from 'image-size/types/webp';

/** What a file is. With a width and height it is an image that a page may show. */
export interface Content {
  mimeType: string;
  /** In pixels, as the image is seen: an orientation in its metadata is followed. */
  width?: number;
  height?: number;
}

/** How far an image's size may stand behind its metadata; longer than any magic number reaches. */
const HEAD_BYTES = 256 * 1024;

/** Where sizes stand at the very beginning: the parser of AVIF takes quadratic time. */
const SHORT_HEAD_BYTES = 64 * 1024;

/** A browser unpacks 4 bytes a pixel: 200 MB. Past that an image is a weapon, or a download. */
const MOST_PIXELS = 50_000_000;

/** EXIF orientations that lay the image on its side. */
const FIRST_SIDEWAYS_ORIENTATION = 5;

/**
 * The images that every browser shows, and how their size is read. SVG is none of them: it is a
 * document, with scripts.
 */
const IMAGES: ReadonlyMap<string, { parser: IImage; headBytes: number }> = new Map([
  ['image/png', { parser: PNG, headBytes: SHORT_HEAD_BYTES }],
  ['image/apng', { parser: PNG, headBytes: SHORT_HEAD_BYTES }],
  ['image/jpeg', { parser: JPG, headBytes: HEAD_BYTES }],
  ['image/gif', { parser: GIF, headBytes: SHORT_HEAD_BYTES }],
  ['image/webp', { parser: WEBP, headBytes: SHORT_HEAD_BYTES }],
  ['image/avif', { parser: HEIF, headBytes: SHORT_HEAD_BYTES }],
]);

/** What a file is by its content; what it is called plays no part. */
export async function identify(path: string): Promise<Content> {
  const { head, isWhole } = await headOf(path);
  const mimeType = await mimeTypeOf(head, isWhole);
  const size = imageSize(mimeType, head);
  return size ? { mimeType, ...size } : { mimeType };
}

async function headOf(path: string): Promise<{ head: Buffer; isWhole: boolean }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return { head: head.subarray(0, bytesRead), isWhole: bytesRead === size };
  } finally {
    await file.close();
  }
}

async function mimeTypeOf(head: Buffer, isWhole: boolean): Promise<string> {
  // Bytes that confuse the detector are bytes.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) return found.mime;
  return isText(head, isWhole) ? 'text/plain' : 'application/octet-stream';
}

/** UTF-8 without NUL, as far as the head goes: its last character may be cut in two. */
function isText(head: Buffer, isWhole: boolean): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

function imageSize(mimeType: string, head: Buffer): { width: number; height: number } | null {
  const image = IMAGES.get(mimeType);
  if (!image) return null;
  try {
    const size = image.parser.calculate(head.subarray(0, image.headBytes));
    const sideways = (size.orientation ?? 1) >= FIRST_SIDEWAYS_ORIENTATION;
    const [width, height] = sideways ? [size.height, size.width] : [size.width, size.height];
    return isShowable(width, height) ? { width, height } : null;
  } catch {
    // An image without a size is broken, and a download.
    return null;
  }
}

function isShowable(width: number, height: number): boolean {
  return width >= 1 && height >= 1 && width * height <= MOST_PIXELS;
}
