/** The API that unit tests see: nothing answers but what a test says. */
import { setupServer } from "msw/node";

export const server = setupServer();
