// tick-thread-x64.S, for arm64.

        .text
        .globl tick_thread
tick_thread:
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     x19, x0
loop:
        ldr     w2, [x19, #TICKS_OVER]
        cbnz    w2, over
        ldar    w2, [x19]
        cbnz    w2, sleep
        // futex(&awake, FUTEX_WAIT_PRIVATE, 0, NULL)
        mov     x8, #SYS_futex
        mov     x0, x19
        mov     x1, #FUTEX_WAIT_PRIVATE
        mov     x2, #0
        mov     x3, #0
        svc     #0
        b       loop
sleep:
        // nanosleep(&interval, NULL)
        mov     x8, #SYS_nanosleep
        add     x0, x19, #TICKS_INTERVAL
        mov     x1, #0
        svc     #0
        // Said before it is looked whether somebody runs: who ends that waits for it.
        mov     w2, #1
        str     w2, [x19, #TICKS_WRITING]
        dmb     ish
        ldr     w2, [x19, #TICKS_RUNNING]
        cbz     w2, doze
        ldr     x1, [x19, #TICKS_PLACE]
        mov     w2, #1
        str     w2, [x1]
        ldr     w2, [x19, #TICKS_COUNT]
        add     w2, w2, #1
        str     w2, [x19, #TICKS_COUNT]
        dmb     ish
        str     wzr, [x19, #TICKS_WRITING]
        b       loop
doze:
        str     wzr, [x19, #TICKS_WRITING]
        // Who begins to run meanwhile sees that this is asleep, or is seen here.
        stlr    wzr, [x19]
        dmb     ish
        ldr     w2, [x19, #TICKS_RUNNING]
        cbz     w2, loop
        mov     w2, #1
        stlr    w2, [x19]
        b       loop
over:
        mov     x0, #0
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
