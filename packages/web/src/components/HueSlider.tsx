import { useTexts } from '../hooks/app.ts';
import styles from './HueSlider.module.css';
import { Slider, type SliderProps } from './ui/Slider.tsx';

type HueSliderProps = Pick<SliderProps, 'value' | 'onChange' | 'onCommit'>;

/** The colour by which the others know one, in degrees of hue. */
export function HueSlider(props: HueSliderProps) {
  const texts = useTexts();
  return (
    <Slider
      label={texts.rooms.colour}
      valueHidden
      min={0}
      max={359}
      format={texts.rooms.colourAt}
      {...props}
    >
      <span className={styles.hues} aria-hidden="true" />
    </Slider>
  );
}
