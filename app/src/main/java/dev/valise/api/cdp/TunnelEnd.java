package dev.valise.api.cdp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * One end of a tunnel: writes to the other end whatever it reads.
 *
 * <p>Never blocks: the selector's thread that finds bytes here also copies them, because handing a
 * small message over to another thread would double what the tunnel costs it. The next read is
 * asked for only after the other end has taken everything, so a direction holds at most one buffer,
 * and none while it is idle; this is the back-pressure. It is always asked for through the
 * selector, so that a busy tunnel lets others have their turn after each buffer.
 */
final class TunnelEnd extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {

  /** The largest that Jetty's pool keeps; 16 KiB doubles the processor time per megabyte. */
  private static final int BUFFER_SIZE = 64 * 1024;

  private final EndPoint sink;
  private final ByteBufferPool pool;
  private final CdpTunnel tunnel;
  private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

  TunnelEnd(
      EndPoint source, EndPoint sink, Executor executor, ByteBufferPool pool, CdpTunnel tunnel) {
    super(source, executor);
    this.sink = sink;
    this.pool = pool;
    this.tunnel = tunnel;
  }

  /** Takes bytes that were read from here together with the handshake. Called before onOpen. */
  @Override
  public void onUpgradeTo(ByteBuffer read) {
    early = read;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    if (early.hasRemaining()) {
      sink.write(new Copied(RetainableByteBuffer.EMPTY), early);
    } else {
      fillInterested();
    }
  }

  @Override
  public void onFillable() {
    RetainableByteBuffer buffer = pool.acquire(BUFFER_SIZE, true);
    int read = fill(buffer.getByteBuffer());
    if (read > 0) {
      sink.write(new Copied(buffer), buffer.getByteBuffer());
      return;
    }
    buffer.release();
    if (read == 0) {
      fillInterested();
    } else {
      tunnel.directionEnded(sink);
    }
  }

  private int fill(ByteBuffer buffer) {
    try {
      return getEndPoint().fill(buffer);
    } catch (IOException brokenLikeEnded) {
      return -1;
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    tunnel.close();
  }

  /**
   * Jetty's idle timeout does not apply: how long a session may be idle is the session's affair.
   */
  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    tunnel.idleExpired();
    return false;
  }

  @Override
  public void close() {
    tunnel.close();
  }

  /** What follows when the other end has taken a buffer, or broke. */
  private final class Copied implements Callback {
    private final RetainableByteBuffer buffer;

    private Copied(RetainableByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void succeeded() {
      buffer.release();
      fillInterested();
    }

    @Override
    public void failed(Throwable cause) {
      buffer.release();
      tunnel.directionEnded(sink);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
