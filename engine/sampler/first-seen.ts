interface Look {
  /** UTC milliseconds at which the thing was seen first. */
  since(key: string): number;
  /** What was not asked for in this look is forgotten. */
  end(): void;
}

/** Remembers since when things are there that do not tell it themselves. */
export function createFirstSeen(): (now: number) => Look {
  let known: ReadonlyMap<string, number> = new Map();
  return (now) => {
    const there = new Map<string, number>();
    return {
      since(key) {
        const since = known.get(key) ?? now;
        there.set(key, since);
        return since;
      },
      end() {
        known = there;
      },
    };
  };
}
