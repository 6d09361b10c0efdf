package dev.valise.api.cdp;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.cdp.DevToolsHandshake;
import dev.valise.session.CdpAccess;
import dev.valise.session.CdpAccess.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code GET /cdp/{session}?token=…} in front of Javalin, on the same port; every other path
 * goes on to Javalin.
 *
 * <p>Wiring: {@code config.jetty.modifyServer(server -> server.insertHandler(handler))}. Javalin's
 * filters, request logger and error handlers never see these requests. For the speed stated in
 * docs/decisions/0003-cdp-tunnel.md the server's selectors must run on platform threads: a {@code
 * QueuedThreadPool} whose virtual threads executor runs the requests, not Javalin's {@code
 * useVirtualThreads}.
 *
 * <p>Neither answers nor log lines contain the token.
 */
public final class CdpTunnelHandler extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(CdpTunnelHandler.class);
  private static final Pattern PATH = Pattern.compile("/cdp/([A-Za-z0-9_-]{1,64})");

  /**
   * How long things may take.
   *
   * @param handshake to connect to the browser and shake hands; it is on this machine
   * @param halfOpen without a byte, after one side has ended its stream
   */
  record Limits(Duration handshake, Duration halfOpen) {
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  private final CdpAccess access;
  private final Compression compression;
  private final Limits limits;
  private @Nullable BrowserSockets sockets;

  /** Tunnels without compression, see {@link Compression#OFF}. */
  public CdpTunnelHandler(CdpAccess access) {
    this(access, Compression.OFF);
  }

  /**
   * Tunnels to the browsers of sessions.
   *
   * @param access judges the clients
   * @param compression whether clients and browsers may compress
   */
  public CdpTunnelHandler(CdpAccess access, Compression compression) {
    this(access, compression, Limits.DEFAULT);
  }

  CdpTunnelHandler(CdpAccess access, Compression compression, Limits limits) {
    this.access = access;
    this.compression = compression;
    this.limits = limits;
  }

  @Override
  protected void doStart() throws Exception {
    var started = new BrowserSockets(getServer().getThreadPool(), getServer().getScheduler());
    addBean(started);
    sockets = started;
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    removeBean(sockets);
  }

  /** The handshake with the browser blocks, so Jetty must not call from a selector's thread. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Jetty's canonical path, so "/x/../cdp/…" and "/%63dp/…" are judged as what they mean.
    Matcher path = PATH.matcher(Request.getPathInContext(request));
    if (!path.matches()) {
      return super.handle(request, response, callback);
    }
    String session = path.group(1);
    try {
      CdpTunnel tunnel = open(session, request, response);
      // Without this a client that leaves before its 101 would leak the browser's socket: Jetty
      // then never opens the connection. On success the listener runs before the upgrade.
      Request.addCompletionListener(
          request,
          failure -> {
            if (failure != null) {
              tunnel.close();
            }
          });
      request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tunnel.clientEnd());
      callback.succeeded();
    } catch (RefusedException e) {
      e.refusal().answer(response, callback);
    }
    return true;
  }

  private CdpTunnel open(String session, Request request, Response response)
      throws RefusedException {
    try {
      Grant grant =
          token(request)
              .flatMap(token -> access.admit(session, token))
              .orElseThrow(() -> new RefusedException(Refusal.UNAUTHORIZED));
      return join(grant, ClientHandshake.of(request), request, response);
    } catch (IOException e) {
      LOG.warn("The browser of session {} cannot be reached: {}", session, e.toString());
      throw new RefusedException(Refusal.UNREACHABLE, e);
    } catch (RuntimeException e) {
      LOG.error("The tunnel to session {} could not be opened", session, e);
      throw new RefusedException(Refusal.FAILED, e);
    }
  }

  private static Optional<String> token(Request request) {
    try {
      return Optional.ofNullable(Request.extractQueryParameters(request).getValue("token"));
    } catch (IllegalArgumentException | IllegalStateException badEncoding) {
      return Optional.empty();
    }
  }

  private DevToolsHandshake agree(Grant grant, DevToolsHandshake.Offer offer) throws IOException {
    DevToolsEndpoint browser = grant.devTools();
    try {
      return DevToolsHandshake.perform(browser, offer, limits.handshake());
    } catch (IOException refused) {
      return DevToolsHandshake.perform(grant.devToolsAfter(browser), offer, limits.handshake());
    }
  }

  private CdpTunnel join(Grant grant, ClientHandshake client, Request request, Response response)
      throws IOException {
    DevToolsHandshake agreed = agree(grant, compression.of(client).offer());
    EndPoint browser =
        Objects.requireNonNull(sockets, "not started").adopt(agreed.channel(), limits.handshake());
    var tunnel = new CdpTunnel(request, browser, agreed.early(), limits.halfOpen());
    tunnel.attach(grant);
    if (tunnel.isClosed()) {
      throw new IOException("the session ended during the handshake");
    }
    client.accept(response, agreed.extensions());
    return tunnel;
  }
}
