// call-thread-x64.S, for arm64.

        .text
        .globl call_thread
call_thread:
        stp     x29, x30, [sp, #-32]!
        mov     x29, sp
        str     x19, [sp, #16]
        mov     x19, x0
        mov     x8, #SYS_gettid
        svc     #0
        str     w0, [x19, #BLOCK_TID]
wait:
        ldar    w2, [x19]
        cmp     w2, #STATE_ASKED
        b.eq    call
        cmp     w2, #STATE_END
        b.eq    end
        // futex(&state, FUTEX_WAIT_PRIVATE, what it was, NULL)
        mov     x8, #SYS_futex
        mov     x0, x19
        mov     x1, #FUTEX_WAIT_PRIVATE
        mov     x3, #0
        svc     #0
        b       wait
call:
        ldr     x8, [x19, #BLOCK_NUMBER]
        ldp     x0, x1, [x19, #BLOCK_ARGUMENTS]
        ldp     x2, x3, [x19, #BLOCK_ARGUMENTS+16]
        ldp     x4, x5, [x19, #BLOCK_ARGUMENTS+32]
        svc     #0
        str     x0, [x19, #BLOCK_RESULT]
        mov     w2, #STATE_DONE
        stlr    w2, [x19]
        // write(announce, &one, 8)
        mov     x8, #SYS_write
        ldr     x0, [x19, #BLOCK_ANNOUNCE]
        add     x1, x19, #BLOCK_ONE
        mov     x2, #8
        svc     #0
        b       wait
end:
        // The last that it touches: the block can be used again.
        mov     w2, #STATE_IDLE
        stlr    w2, [x19]
        mov     x0, #0
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
