/** What browsers know of pictures in pictures. */
import { keyParts } from '@ottogi/client';
import type { Floating } from './pictureInPicture.ts';

/** https://wicg.github.io/document-picture-in-picture/: newer than the DOM types. */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

const SIZE = { width: 400, height: 225 };

function documentPictureInPicture(): DocumentPictureInPicture | undefined {
  return (window as { documentPictureInPicture?: DocumentPictureInPicture })
    .documentPictureInPicture;
}

/** Whether a window of our own may float. */
export function floatsWindows(): boolean {
  return documentPictureInPicture() !== undefined;
}

/** Whether at least a single video may (https://www.w3.org/TR/picture-in-picture/). */
export function floatsVideos(): boolean {
  // Firefox has no such property, whatever the DOM types say.
  return Boolean((document as Partial<Document>).pictureInPictureEnabled);
}

/** Opens an empty window that looks like the page; null where the browser refuses. */
export async function openFloatingWindow(onClosed: () => void): Promise<Window | null> {
  try {
    const floating = await documentPictureInPicture()?.requestWindow(SIZE);
    if (!floating) return null;
    const { documentElement, head } = floating.document;
    for (const sheet of document.querySelectorAll('style, link[rel=stylesheet]')) {
      head.append(sheet.cloneNode(true));
    }
    documentElement.lang = document.documentElement.lang;
    Object.assign(documentElement.dataset, document.documentElement.dataset);
    floating.addEventListener('pagehide', onClosed, { once: true });
    return floating;
  } catch {
    return null;
  }
}

/** Lets the browser's own player show the video of a tile that stands on the stage. */
export function floatVideo(what: Floating): void {
  const find = () => {
    if (what === 'speaker') return document.querySelector<HTMLVideoElement>('video[data-peer-id]');
    const { peerId, source } = keyParts(what);
    const selector = `video[data-peer-id="${CSS.escape(peerId)}"][data-source="${source}"]`;
    return document.querySelector<HTMLVideoElement>(selector);
  };
  // A browser that says no has said so itself.
  find()
    ?.requestPictureInPicture()
    .catch(() => undefined);
}

/** A video that takes the place of the one in the browser's own player takes that place too. */
export function keepFloating(video: HTMLVideoElement): void {
  const floating = (document as Partial<Document>).pictureInPictureElement;
  if (!(floating instanceof HTMLVideoElement) || floating === video) return;
  const { peerId, source } = floating.dataset;
  if (video.dataset.peerId !== peerId || video.dataset.source !== source) return;
  // Where something floats already, no gesture is asked for.
  video.requestPictureInPicture().catch(() => undefined);
}
