package dev.valise.hostile;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a page does without going anywhere. It is one of this machine, which browsers may reach,
 * because Chromium itself keeps public pages from private addresses.
 *
 * @param patience for what the page is not told the end of
 */
record FromPage(String name, String script, Predicate<Arrivals.Arrival> wanted, Duration patience)
    implements Attack {
  private static final Duration FOR_AN_EVENT = Duration.ofSeconds(3);

  private static final String CONNECT =
      """
      new Promise(resolve => {
        const socket = new WebSocket('ws://10.1.0.9/from-a-websocket');
        socket.onopen = () => resolve('open');
        socket.onerror = () => resolve('refused');
      })\
      """;

  private static final String ASK_A_WORKER =
      """
      (async () => {
        await navigator.serviceWorker.register('/worker.js');
        const registration = await navigator.serviceWorker.ready;
        return new Promise(resolve => {
          navigator.serviceWorker.onmessage = message => resolve(message.data);
          registration.active.postMessage('http://10.1.0.9/from-a-worker');
        });
      })()\
      """;

  static List<Attack> all() {
    return List.of(
        asked(
            "fetch",
            "fetch('http://10.1.0.9/from-a-page', {mode: 'no-cors'}).then(() => 'loaded', String)",
            "/from-a-page"),
        asked("WebSocket", CONNECT, "/from-a-websocket"),
        asked("fetch of a service worker", ASK_A_WORKER, "/from-a-worker"),
        new FromPage(
            "preconnect",
            link("preconnect", "http://10.1.0.9:" + Internet.SILENT_PORT),
            it -> it.host().equals(Internet.PRIVATE) && it.port() == Internet.SILENT_PORT,
            FOR_AN_EVENT),
        new FromPage(
            "name lookup of its own",
            link("dns-prefetch", "http://whispered-secret.test"),
            it -> it.host().equals("whispered-secret.test"),
            FOR_AN_EVENT),
        new FromPage(
            "UDP",
            candidates(Internet.PRIVATE),
            it -> it.host().equals(Internet.PRIVATE) && it.port() == Stun.PORT,
            Duration.ZERO));
  }

  private static FromPage asked(String name, String script, String path) {
    return new FromPage(name, script, it -> it.request().contains(path + " "), Duration.ZERO);
  }

  private static String link(String relation, String url) {
    return """
    {
      const link = document.createElement('link');
      link.rel = '%s';
      link.href = '%s';
      document.head.append(link);
      'asked for'
    }\
    """
        .formatted(relation, url);
  }

  /**
   * The ways to it that WebRTC finds with the help of a server, within a time in which it asks
   * several times: where there is no route the end of the search takes longer.
   */
  static String candidates(String server) {
    return """
    new Promise(resolve => {
      const connection = new RTCPeerConnection({iceServers: [{urls: 'stun:%s:%d'}]});
      const found = [];
      setTimeout(() => resolve('no end, candidates: ' + found.join('; ')), 3000);
      connection.onicecandidate = event => {
        if (event.candidate?.candidate) {
          found.push(event.candidate.candidate);
        } else if (!event.candidate) {
          connection.close();
          resolve('candidates: ' + found.join('; '));
        }
      };
      connection.createDataChannel('any');
      connection.createOffer().then(offer => connection.setLocalDescription(offer));
    })\
    """
        .formatted(server, Stun.PORT);
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = scene.page();
    page.show("http://localhost:%d/".formatted(Internet.OPEN_PORT));
    String said = page.evaluate(script);
    return Outcome.of(scene.arrivals().come(wanted, patience), said);
  }
}
