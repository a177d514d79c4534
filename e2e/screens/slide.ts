/**
 * Runs in a page before its own scripts: what it shares as its screen is a drawn slide instead of
 * the test pattern of a browser without a screen.
 */
export function shareSlide(title: string): void {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const draw = canvas.getContext('2d')!;
    const paint = () => {
      draw.fillStyle = '#f7f4ee';
      draw.fillRect(0, 0, canvas.width, canvas.height);
      draw.fillStyle = '#23303a';
      draw.font = '600 56px sans-serif';
      draw.fillText(title, 80, 130);
      [0.42, 0.66, 0.35, 0.8, 0.58, 0.92].forEach((share, index) => {
        draw.fillStyle = ['#d9644a', '#e9b35c', '#3f8f86'][index % 3]!;
        draw.fillRect(100 + index * 180, 640 - 420 * share, 110, 420 * share);
      });
      draw.fillStyle = '#23303a';
      draw.fillRect(80, 640, 1120, 4);
    };
    // A canvas that nobody paints on gives no frames.
    setInterval(paint, 200);
    paint();
    return canvas.captureStream(5);
  };
}
