/** Numbers by chance that are the same in every run: what property tests draw their cases from. */

/** Whole numbers from `least` to `most`, from this seed. */
export function drawing(seed: number): (least: number, most: number) => number {
  let state = seed >>> 0;
  return (least, most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least + 1));
  };
}
