package dev.valise.egress;

import java.io.IOException;

/** A request that comes to nothing. The message names the target; it never holds credentials. */
public sealed class NoConnectionException extends IOException permits DeniedException {
  private final Reply reply;

  NoConnectionException(Reply reply, String message) {
    super(message);
    this.reply = reply;
  }

  NoConnectionException(Reply reply, String message, Exception cause) {
    super(message, cause);
    this.reply = reply;
  }

  /** What the client is told; never {@link Reply#SUCCEEDED}. */
  Reply reply() {
    return reply;
  }
}
