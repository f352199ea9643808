/** Ranges of whole numbers, both ends included, such as those of `17,40-43`. */
export class NumberSet {
  private constructor(private readonly ranges: readonly (readonly [number, number])[]) {}

  /** Undefined if the text is not such a list. */
  static parse(text: string): NumberSet | undefined {
    const ranges = text.split(",").map((range): [number, number] | undefined => {
      const match = /^\s*(\d{1,15})(?:-(\d{1,15}))?\s*$/.exec(range);
      if (match === null) return undefined;
      const first = Number(match[1]);
      const last = match[2] === undefined ? first : Number(match[2]);
      return last < first ? undefined : [first, last];
    });
    return ranges.every((range) => range !== undefined) ? new NumberSet(ranges) : undefined;
  }

  has(value: number): boolean {
    return this.ranges.some(([first, last]) => value >= first && value <= last);
  }

  get first(): number {
    return Math.min(...this.ranges.map(([first]) => first));
  }

  get last(): number {
    return Math.max(...this.ranges.map(([, last]) => last));
  }
}
