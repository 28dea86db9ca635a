"""The process that holds the tests.

`notebook` goes through one submission, `testing` runs a test cell and gives its verdict, `plain` runs our own cells,
`alarms` ends one that goes on after its time is up. `proxy` is what a test cell calls, `calls` carries the call over
the wire, `arguments` packs what is handed in, `callbacks` calls the functions among it. `session` keeps the candidate
alive, `timing` knows what it may still take, `spawner` asks for candidates, `outputs` cleans what they wrote, `probing`
asks what went wrong once the verdicts stand.
"""
