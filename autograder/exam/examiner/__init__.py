"""The process that holds the tests.

`notebook` goes through one submission, `testing` runs a test cell and gives its verdict, `plain` runs our own cells,
`proxy` is what a test cell calls, `calls` carries the call over the wire, `arguments` packs what is handed in,
`callbacks` calls the functions among it, `alarms` ends a test cell that goes on after its time is up,
`session` keeps the candidate alive, `spawner` asks for candidates, `outputs` cleans what they wrote, `probing` asks
what went wrong once the verdicts stand.
"""
