package dev.valise.api.cdp;

import dev.valise.session.CdpAccess.Attachment;
import dev.valise.session.CdpAccess.Grant;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;

/**
 * A client's connection joined with a browser's. Thread-safe: either end is served by a selector of
 * its own, and anybody may close.
 *
 * <p>A direction ends when its source has no more bytes, which its sink is told, or when its sink
 * breaks. The other direction goes on, so that neither side loses what was said to it before. The
 * tunnel ends with its second direction, or when it moved nothing for too long after the first.
 */
final class CdpTunnel implements Connection.Listener {
  private static final Attachment NOBODY = () -> {};

  private final EndPoint client;
  private final EndPoint browser;
  private final TunnelEnd clientEnd;
  private final TunnelEnd browserEnd;
  private final Duration halfOpenLimit;
  private final AtomicReference<Attachment> attachment = new AtomicReference<>(NOBODY);
  private final AtomicInteger directions = new AtomicInteger(2);
  private volatile boolean open;
  private volatile boolean closed;

  CdpTunnel(
      Request request, EndPoint browser, ByteBuffer earlyFromBrowser, Duration halfOpenLimit) {
    Components jetty = request.getComponents();
    this.client = request.getTunnelSupport().getEndPoint();
    this.browser = browser;
    this.halfOpenLimit = halfOpenLimit;
    this.clientEnd =
        new TunnelEnd(client, browser, jetty.getExecutor(), jetty.getByteBufferPool(), this);
    this.browserEnd =
        new TunnelEnd(browser, client, jetty.getExecutor(), jetty.getByteBufferPool(), this);
    clientEnd.addEventListener(this);
    browserEnd.addEventListener(this);
    browserEnd.onUpgradeTo(earlyFromBrowser);
  }

  /** The connection that Jetty is to put in the place of the client's HTTP connection. */
  Connection clientEnd() {
    return clientEnd;
  }

  /** Counts the client until the tunnel closes, and closes it when the session ends. */
  void attach(Grant grant) {
    try {
      attachment.set(grant.attach(this::close));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    if (closed) {
      detach();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Called when the client's 101 is written: from here on the tunnel owns the client's side too.
   */
  @Override
  public void onOpened(Connection connection) {
    if (connection != clientEnd) {
      return;
    }
    open = true;
    if (closed || !client.isOpen()) {
      close();
      return;
    }
    DeadPeer.detect(client);
    browser.upgrade(browserEnd);
  }

  @Override
  public void onClosed(Connection connection) {
    close();
  }

  /** One direction will copy no more; its sink is told that. */
  void directionEnded(EndPoint sink) {
    if (directions.decrementAndGet() == 0) {
      close();
      return;
    }
    sink.shutdownOutput();
    client.setIdleTimeout(halfOpenLimit.toMillis());
    browser.setIdleTimeout(halfOpenLimit.toMillis());
  }

  /** Only a half-open tunnel may not be idle: a side that never answers the end would keep it. */
  void idleExpired() {
    if (directions.get() < 2) {
      close();
    }
  }

  /**
   * Closes both sides and counts the client no more. Does not block. Before the client got its 101
   * its connection stays, because the handler still has to answer.
   */
  void close() {
    closed = true;
    browser.close();
    if (open) {
      client.close();
    }
    detach();
  }

  /** Takes the attachment out, so that it is closed once whoever comes first. */
  private void detach() {
    attachment.getAndSet(NOBODY).close();
  }
}
