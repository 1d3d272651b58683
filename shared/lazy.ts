/** Builds a value on first use and keeps it: schemas cost load time by their number, and most requests need one. */
export const lazy = <T>(build: () => T): (() => T) => {
  let built: { value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
};
