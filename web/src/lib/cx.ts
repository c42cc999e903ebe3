/** Class names joined; what is falsy is left out. */
export { clsx as cx } from "clsx";
