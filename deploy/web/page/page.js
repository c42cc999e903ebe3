"use strict";

for (const place of document.querySelectorAll(".origin")) place.textContent = location.origin;

// Without a token the API answers 401: that is enough to know that it is there.
async function ask() {
  const state = document.getElementById("state");
  let there = false;
  try {
    there = (await fetch("/api/images", { cache: "no-store" })).status === 401;
  } catch {
    // offline, or the proxy itself is away
  }
  state.textContent = there ? "The API answers." : "The API does not answer; asking again in five seconds.";
  state.className = there ? "good" : "bad";
  if (!there) setTimeout(ask, 5000);
}

ask();
