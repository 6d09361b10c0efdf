package dev.valise.api.cdp;

/** What becomes of a client's offer of {@code permessage-deflate} (RFC 7692). */
public enum Compression {
  /**
   * Chromium never hears of it, so nothing is compressed. It would compress everything otherwise,
   * which costs more time than a fast network saves: a screenshot of 3 MB takes twice as long.
   */
  OFF {
    @Override
    ClientHandshake of(ClientHandshake client) {
      return client.withoutExtensions();
    }
  },

  /** Client and Chromium agree between themselves; for clients behind a slow network. */
  NEGOTIATED {
    @Override
    ClientHandshake of(ClientHandshake client) {
      return client;
    }
  };

  /** The handshake as Chromium is to see it. */
  abstract ClientHandshake of(ClientHandshake client);
}
