package dev.valise.cdp;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Where TCP sockets live: two networks of one machine have nothing in common. */
@FunctionalInterface
public interface Network {

  /** The one of this process. */
  Network HOST = SocketChannel::open;

  /** A socket of this network, not connected yet, in blocking mode; belongs to the caller. */
  SocketChannel open() throws IOException;
}
